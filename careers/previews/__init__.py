"""A career's page before visitors see it: out of a form that is not saved, or for somebody who has a link to it."""
