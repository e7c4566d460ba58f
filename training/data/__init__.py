"""From files on a disk to one table of labelled clips, and its splits."""
