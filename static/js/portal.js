// Shortens the way for those who have scripts; every page works without it.

const problems = document.querySelector("[data-problems]");
if (problems) {
  problems.focus();
}

// A line of the summary leads to the first control of a group, not only to its frame.
problems?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const field = link && document.getElementById(link.hash.slice(1));
  const control = field?.matches("fieldset") ? field.querySelector("input") : field;
  if (control) {
    event.preventDefault();
    control.focus();
    (control.closest(".field") ?? control).scrollIntoView({ block: "nearest" });
  }
});

// "/" goes to the search field. People who dictate can switch it off (WCAG 2.1.4).
const search = document.querySelector("[data-search]");
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  const off = localStorage.getItem("keys") === "off";
  if (event.key === "/" && search && !typing && !off && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  }
});

const keys = document.querySelector("[data-keys]");
if (keys) {
  keys.hidden = false;
  const box = keys.querySelector("input");
  box.checked = localStorage.getItem("keys") !== "off";
  box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  const secret = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = secret.type === "text";
    secret.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

// What is under way is looked at again until it is done; without scripts the page reloads itself.
const underWay = document.querySelector("[data-under-way=yes]");
if (underWay) {
  const timer = setInterval(async () => {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page && page.querySelector("[data-under-way]");
    if (!now || now.isEqualNode(underWay)) return;
    const [said, says] = [underWay, now].map((each) => each.querySelector("[role=status]"));
    if (said && says) said.textContent = says.textContent;
    const progress = underWay.querySelector("progress");
    if (now.dataset.underWay === "yes" && progress && now.querySelector("progress")) {
      progress.value = now.querySelector("progress").value;
      return;
    }
    underWay.replaceChildren(...now.childNodes);
    if (now.dataset.underWay === "no") clearInterval(timer);
  }, 3000);
}
