"""Frame encoders: convolutional networks that turn one picture into one feature vector."""
