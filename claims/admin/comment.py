"""Every comment, to look at: they are written on the page of their claim."""

from django.contrib import admin

from claims.admin.view_only import ViewOnlyAdmin
from claims.models import Comment


@admin.register(Comment)
class CommentAdmin(ViewOnlyAdmin):
    list_display = ["text", "claim", "author", "created_at"]
    list_select_related = ["claim", "author"]
    search_fields = ["text", "claim__slug", "author__username"]
    date_hierarchy = "created_at"
    fields = ["claim", "author", "text", "mentioned", "created_at"]
