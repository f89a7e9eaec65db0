"""What staff tell everybody."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.news import all_news, find_news
from remine_portal.services import correspondence
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.catalog import blueprint
from remine_portal.web.catalog.forms import NoteForm
from remine_portal.web.languages import gettext


@blueprint.route("/news")
@requires(Permission.PUBLIC)
def list_news() -> ResponseReturnValue:
    with reading() as work:
        return render_template("catalog/list_news.html", notes=all_news(work))


@blueprint.route("/news/<string:slug>")
@requires(Permission.PUBLIC)
def show_news(slug: str) -> ResponseReturnValue:
    with reading() as work:
        note = find_news(work, slug) or abort(404)
        return render_template("catalog/show_news.html", note=note)


@blueprint.route("/news/new", methods=["GET", "POST"])
@requires(Permission.NEWS_WRITE)
def publish_news() -> ResponseReturnValue:
    with reading() as work:
        form = NoteForm(request.form, data={"published_on": work.today})
    if form.submitted():
        try:
            with writing() as work:
                slug = correspondence.publish_note(work, form.note).slug
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The note is on the news page"))
            return redirect(url_for("catalog.show_news", slug=slug), 303)

    return render_template("catalog/publish_news.html", form=form)


@blueprint.route("/news/<string:slug>/change", methods=["GET", "POST"])
@requires(Permission.NEWS_WRITE)
def change_news(slug: str) -> ResponseReturnValue:
    with reading() as work:
        note = find_news(work, slug) or abort(404)
        form = NoteForm(request.form, obj=note)
    if form.submitted():
        try:
            with writing() as work:
                correspondence.change_note(work, slug, form.note)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The note has been changed"))
            return redirect(url_for("catalog.show_news", slug=slug), 303)

    return render_template("catalog/publish_news.html", form=form, note=note)
