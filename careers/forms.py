from django import forms

from .models.visible_text import visible

# Also stands as maxlength in the templates.
LONGEST_SEARCH = 200


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Search careers",
        required=False,
        max_length=LONGEST_SEARCH,
        error_messages={
            "max_length": "That search is too long. Use up to 200 characters, such as a job title.",
            "null_characters_not_allowed": "We can't search for one of these characters. Please type the words again.",
        },
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def clean_q(self) -> str:
        # What shows nothing asks nothing.
        return self.cleaned_data["q"] if visible(self.cleaned_data["q"]) else ""


class ApiSearchForm(SearchForm):
    limit = forms.IntegerField(required=False, min_value=1, max_value=50)
    # Without words all careers are listed, page after page.
    offset = forms.IntegerField(required=False, min_value=0, max_value=100_000)

    def clean_limit(self) -> int:
        return self.cleaned_data["limit"] or 20

    def clean_offset(self) -> int:
        return self.cleaned_data["offset"] or 0
