"""The way in: `flask --app app run`, `python app.py`, or `app:app` for a WSGI server."""

from remine_portal.cli import register_commands
from remine_portal.web import create_app

app = create_app()
register_commands(app)

if __name__ == "__main__":
    app.run()
