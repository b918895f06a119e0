from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError

from careers.models.visible_text import without_signs_to_machines
from signups import former_colleagues
from signups.addresses import rows_with
from signups.forms import email_field
from signups.models import Invitation


class InviteForm(forms.Form):
    email = email_field(label="Email address")
    name = forms.CharField(max_length=150, error_messages={"required": "Enter your colleague's name."})
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label="Roles",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one role at least."},
    )

    use_required_attribute = False

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if account := rows_with(User.objects.filter(is_active=True), email).first():
            raise ValidationError(f"The account {account} has this address already. Change its roles under Users.")
        if rows_with(Invitation.objects.open(), email).exists():
            raise ValidationError("This address is invited already. Send it again or revoke it below.")
        return email

    def clean_name(self) -> str:
        return without_signs_to_machines(self.cleaned_data["name"])


class JoinForm(UserCreationForm):
    """The account of somebody who was invited; their address and their roles stand in the invitation."""

    use_required_attribute = False

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username"]
        labels = {"username": "User name"}
        help_texts = {"username": "You sign in with it. Letters, digits and @.+-_"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        again = self.fields["password2"]
        again.label, again.help_text = "Password again", ""

    def clean_username(self) -> str | None:
        name = super().clean_username()
        if name and name.casefold().startswith(former_colleagues.USER_NAME):
            raise ValidationError(
                f"User names that begin with “{former_colleagues.USER_NAME}” are kept for accounts that were removed. "
                "Choose another one."
            )
        return name


class RemoveForm(forms.Form):
    successor = forms.ModelChoiceField(
        User.objects.none(), label="Who reviews them from now on", required=False, empty_label="Nobody for now"
    )

    def __init__(self, *args, leaving: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        able = User.objects.with_perm("careers.change_career").filter(is_staff=True).exclude(pk=leaving.pk)
        self.fields["successor"].queryset = able.order_by("username")
