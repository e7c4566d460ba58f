"""Tests of the augmentation package."""
