"""Features of clips: extracted once by the app's own stages, kept on disk, read in windows."""
