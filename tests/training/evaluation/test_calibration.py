"""Losses and temperatures."""

import math

import numpy as np

from training.evaluation.calibration import log_loss


def test_a_fit_gone_wrong_has_no_loss_and_gives_no_warning() -> None:
    # Warnings are errors in the tests.
    targets, weights = np.array([0, 1]), np.array([0.5, 0.5])
    logits = np.array([[0.0, 0.0], [np.inf, 0.0]], dtype=np.float32)
    assert math.isnan(log_loss(logits, targets, weights))
    assert log_loss(logits[[0, 0]], targets, weights) == math.log(2.0)
