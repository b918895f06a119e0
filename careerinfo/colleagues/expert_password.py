"""Where experts change their password: staff's page for it opens for staff alone."""

from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy

from signups.questions.experts.pages import place

from .forms import OwnNewPasswordForm


class ExpertPasswordView(SuccessMessageMixin, PasswordChangeView):
    form_class = OwnNewPasswordForm
    template_name = "expert/password.html"
    success_url = reverse_lazy("signups:expert-me")
    success_message = "Your password is changed. Other browsers are signed out."

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


password = place(ExpertPasswordView.as_view())
