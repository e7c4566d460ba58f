"""The history of sessions, in an embedded database. No Qt.

A session is one run of one model over one source: an evening in front of a camera, or a video that
was analysed. `records` says what is kept of it, `schema` how, `store` opens, adds, asks and deletes
(by way of `database`, `writer` and `reading`), `sink` writes while a pipeline runs, `export` writes
sessions out.
"""
