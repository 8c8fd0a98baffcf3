"""The site that pages are written to: paths, links, front matter, files."""
