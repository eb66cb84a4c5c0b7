"""Addresses of the record, one block a noun."""
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from .forms.login import LoginForm
from .views import contacts, today

urlpatterns = [
    path("login/", login_not_required(auth.LoginView.as_view(
        template_name="cases/login.html", authentication_form=LoginForm, redirect_authenticated_user=True)),
        name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),

    path("", today.today, name="today"),

    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/categories/", contacts.contact_categories, name="contact_categories"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
]
