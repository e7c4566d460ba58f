"""Tests of training.backbones."""
