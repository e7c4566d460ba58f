"""Training for vidclf: labelled clips in, a model bundle out.

Needs the `train` extra (TensorFlow, Keras, tf2onnx). The application never imports this package;
the two meet in the bundle and in the stages of `vidclf_app.core` that training runs as they are.
"""
