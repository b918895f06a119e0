from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordChangeForm
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Q

from careers.admin.rights import who_can
from careers.models.visible_text import without_signs_to_machines
from signups import former_colleagues
from signups.addresses import rows_with
from signups.forms import email_field
from signups.models import Expert, Invitation
from signups.questions.experts.accounts import MAY_TIE, may_tie, that_may_be_tied

from .removing import RIGHTS, is_administrator, is_last_administrator

OWN = "You can't {what}. {how}"
HOW = "Ask another administrator to do it."
HOW_ALONE = "Give another account the role Administrator first, and ask them to do it."


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


class InviteExpertForm(forms.Form):
    """Where somebody has an account with the address, `account` is theirs: nobody needs two."""

    email = email_field(label="The expert's email address")

    use_required_attribute = False
    account: User | None = None

    def __init__(self, *args, expert: Expert, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.expert, self.by = expert, by

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if self.expert.is_sample:
            raise ValidationError("This expert is a sample: no real person answers as a sample.")
        if self.expert.account_id:
            raise ValidationError(f"{self.expert} has the account {self.expert.account} already.")
        accounts = list(rows_with(User.objects.filter(is_active=True), email)[:2])
        if len(accounts) > 1:
            raise ValidationError("Several accounts have this address. Take it from all but one first, under Users.")
        if accounts:
            self.account = self._that_may_be_tied(accounts[0])
        return email

    def _that_may_be_tied(self, account: User) -> User:
        if not may_tie(self.by):
            raise ValidationError(
                "There is an account with this address. Only people who may change accounts give it to an expert: "
                f"{who_can(MAY_TIE)}."
            )
        if not that_may_be_tied().filter(pk=account.pk).exists():
            raise ValidationError("This is the address of a staff account. An expert needs an account of their own.")
        if other := Expert.objects.filter(account=account).first():
            raise ValidationError(f"The account with this address belongs to the expert {other} already.")
        return account


class SaidAtTheFirst:
    """A form with a new password in two boxes: what is wrong with the password is said at the first."""

    def validate_password_for_user(self, user: User, *args, **kwargs) -> None:
        first = next(name for name in self.fields if name.endswith("password1"))
        super().validate_password_for_user(user, password_field_name=first)


class JoinForm(SaidAtTheFirst, UserCreationForm):
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


class NewAccountForm(SaidAtTheFirst, AdminUserCreationForm):
    pass


class NewPasswordForm(SaidAtTheFirst, AdminPasswordChangeForm):
    pass


class OwnNewPasswordForm(SaidAtTheFirst, OwnPasswordChangeForm):
    pass


class AccountForm(UserChangeForm):
    """Whoever may open and change accounts cannot take that from their own: nobody left could give it back to them."""

    is_own = False

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if not self.is_own or not is_administrator(self.instance):
            return cleaned
        how = HOW_ALONE if is_last_administrator(self.instance) else HOW
        fields = {"is_active": "switch off your own account", "is_staff": "take away your own staff status"}
        for name, what in fields.items():
            if name in self.fields and not cleaned.get(name):
                self.add_error(name, OWN.format(what=what, how=how))
        if not self._still_may(cleaned):
            self.add_error("groups", OWN.format(what="take away your own rights as an administrator", how=how))
        return cleaned

    def _still_may(self, cleaned: dict) -> bool:
        if cleaned.get("is_superuser", self.instance.is_superuser):
            return True
        groups = cleaned.get("groups", self.instance.groups.all())
        own = cleaned.get("user_permissions", self.instance.user_permissions.all())
        given = Permission.objects.filter(Q(group__in=groups) | Q(pk__in=[one.pk for one in own]))
        wanted = given.filter(content_type__app_label="auth", codename__in=RIGHTS).distinct()
        return wanted.count() == len(RIGHTS)


class RemoveForm(forms.Form):
    successor = forms.ModelChoiceField(
        User.objects.none(), label="Who reviews them from now on", required=False, empty_label="Nobody for now"
    )

    def __init__(self, *args, leaving: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        able = User.objects.with_perm("careers.change_career").filter(is_staff=True).exclude(pk=leaving.pk)
        self.fields["successor"].queryset = able.order_by("username")
