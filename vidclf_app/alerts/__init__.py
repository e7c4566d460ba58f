"""Telling somebody when a chosen class is recognised: sound, banner, webhook, MQTT. No Qt.

`config` says what a person chose, `watching` decides when it has come to that, `sink` watches a
pipeline, `outbox` delivers by `webhook` or `broker` without ever holding the picture up, `centre`
puts them together for all sources of the window.
"""
