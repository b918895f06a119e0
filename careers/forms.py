from django import forms


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Search careers",
        required=False,
        max_length=200,
        error_messages={
            "max_length": "That is more than a search can take. Use up to 200 characters, such as a job title."
        },
        widget=forms.TextInput(attrs={"type": "search"}),
    )
