"""How large what is sent to the site may be."""

# Of a form: a question of 10,000 letters in any script is refused by its page, with all that was typed kept.
FORM_BYTES = 131_072
