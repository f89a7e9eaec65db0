"""The pages of imports, as staff go through them in tests."""

from io import BytesIO


def hand_in(browser, content, name="erp.csv", kind="shipments", status=303):
    file = (BytesIO(content), name)
    response = browser.post("/imports/hand-in", {"kind": kind, "file": file}, status)
    return response.location if status == 303 else response


def press(browser, preview, button="all"):
    """Decide on the preview with the figures it shows; the page that follows."""
    form = browser.get(preview).text
    seen = form.split('name="seen" value="')[1].split('"')[0]
    response = browser.post(f"{preview}/apply", {"seen": seen, "lines": button})
    return browser.get(response.location)
