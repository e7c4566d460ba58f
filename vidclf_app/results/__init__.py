"""What an analysis found, kept so that it can be looked at, corrected and compared. No Qt.

In the order of a result's life:

- `paths.result_path` names the file that `sink.ResultSink` writes at the end of a run, and
  `paths.results_of` finds the results of a video.
- `store.load_document` opens one as a `document.ResultDocument`, `store.save_document` writes it
  back; `store.read_outline` reads all but the predictions, for lists; `paths.keep_aside` renames
  a damaged one.
- `identity.freshness` tells whether the video and the model are still those that were.
- `document.ResultDocument.result` is all that there is about the video at the moment: what
  `deciding.decide` makes of the predictions with the tuning in use, and over it the
  `correcting.Corrections` of a person, as `showing.shown_segments` puts them together.
- `totals.totals` is a table of it, `comparing.compare` lays two results side by side.

`records` holds what they hand to each other.
"""
