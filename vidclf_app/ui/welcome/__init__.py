"""The first start: what vidclf is, in one screen."""
