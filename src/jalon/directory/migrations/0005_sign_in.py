"""The tables of signing in point to accounts: they are made after them."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_directory_pages'),
    ]

    run_before = [
        ('account', '0001_initial'),
        ('mfa', '0001_initial'),
        ('socialaccount', '0001_initial'),
        ('usersessions', '0001_initial'),
    ]

    operations = []
