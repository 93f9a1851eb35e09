// What every public page needs: the switches without a reload. The rest is
// loaded where a page asks for it.
const root = document.documentElement;

function remember(name, value) {
  document.cookie = `${name}=${value};path=/;max-age=34560000;samesite=lax`;
}

addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-switch=theme]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const theme = new URL(link.href).searchParams.get("theme");
  root.dataset.weuiTheme = theme;
  document.querySelector("meta[name=color-scheme]").content = theme;
  remember("theme", theme);
});

// A picture that is being prepared will be ready in a moment.
const again = document.querySelector("[data-refresh]");
if (again) setTimeout(() => location.replace(again.href), again.dataset.refresh * 1000);
