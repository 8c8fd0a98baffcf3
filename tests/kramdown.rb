# Reads a JSON list of Markdown texts, writes a JSON list of HTML, as Jekyll has kramdown make it.
require 'json'
require 'kramdown'
require 'kramdown-parser-gfm'

options = {
  input: 'GFM', hard_wrap: false, gfm_quirks: %w[paragraph_end no_auto_typographic],
  smart_quotes: %w[apos apos quot quot], syntax_highlighter: nil, math_engine: nil
}
pages = JSON.parse($stdin.read)
puts(JSON.generate(pages.map { |page| Kramdown::Document.new(page, options).to_html }))
