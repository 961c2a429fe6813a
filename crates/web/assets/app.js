// Tenure in the browser: the theme before the first paint, single keys, toasts that leave. Loaded in <head> without defer;
// every action it triggers also has a visible control, so pages work without it.
"use strict";
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("tenure-theme"); } catch { return null; } };
  const keep = (theme) => { try { theme === "system" ? localStorage.removeItem("tenure-theme") : localStorage.setItem("tenure-theme", theme); } catch { /* storage is off: the choice lasts for this page */ } };
  const themeNow = () => root.dataset.theme || "system";

  const applyTheme = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme; else delete root.dataset.theme;
    for (const control of document.querySelectorAll("[data-theme-set]")) control.setAttribute("aria-pressed", String(control.dataset.themeSet === themeNow()));
  };
  applyTheme(kept());

  // ---- rows and the cursor -------------------------------------------------------------------------------------------
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length > 0);
  const cursor = () => document.querySelector("[data-row][data-cursor]");
  const moveCursor = (step) => {
    const all = rows();
    if (all.length === 0) return false;
    const at = all.indexOf(cursor());
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    for (const row of document.querySelectorAll("[data-row][data-cursor]")) row.removeAttribute("data-cursor");
    all[next].setAttribute("data-cursor", "");
    all[next].scrollIntoView({ block: "nearest" });
    all[next].querySelector("a[href]")?.focus({ preventScroll: true });
    return true;
  };
  const openRow = () => { const link = cursor()?.querySelector("a[href]"); link?.click(); return Boolean(link); };
  const doneRow = () => {
    const control = cursor()?.querySelector("[data-done]");
    if (!control) return false;
    if (control.tagName !== "SUMMARY") { control.click(); return true; }
    control.parentElement.open = true;
    (control.parentElement.querySelector("textarea, input:not([type='hidden']), select, button") ?? control).focus();
    return true;
  };
  const pickRow = () => { const box = cursor()?.querySelector("[data-pick]"); box?.click(); return Boolean(box); };
  const focusOn = (selector) => {
    const target = document.querySelector(selector);
    if (!target || target.getClientRects().length === 0) return false;
    if (!target.matches("a[href], button, input, select, textarea, summary, [tabindex]")) target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
    return true;
  };
  const click = (selector) => { const target = document.querySelector(selector); target?.click(); return Boolean(target); };
  const toggleKeys = () => {
    const dialog = document.querySelector("dialog#keys");
    if (!dialog) return false;
    dialog.open ? dialog.close() : dialog.showModal();
    return true;
  };

  // ---- keys ----------------------------------------------------------------------------------------------------------
  const places = { t: "/today", r: "/renewals", w: "/forecast", a: "/accounts", h: "/handoffs", p: "/people", f: "/findings", n: "/notices", m: "/retention", l: "/ledger" };
  const keys = {
    j: () => moveCursor(1), k: () => moveCursor(-1), e: doneRow, x: pickRow, w: () => focusOn("[data-why], .whys"), z: () => click("[data-undo]"), n: () => click("[data-next]"), b: () => click("[data-back]"),
    "/": () => focusOn("main [data-search]") || focusOn("[data-search]"), "?": toggleKeys,
  };
  let goUntil = 0;
  const typing = (at) => at instanceof Element && (at.closest("textarea, select, [contenteditable='true']") !== null || at.matches("input:not([type='radio'], [type='checkbox'], [type='button'], [type='submit'])"));
  const onKey = (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.body.dataset.keys === "off") return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (document.querySelector("dialog[open]") && key !== "?") return;
    if (event.timeStamp < goUntil) {
      goUntil = 0;
      if (places[key]) { event.preventDefault(); location.assign(places[key]); }
      return;
    }
    if (key === "g") { goUntil = event.timeStamp + 1500; return; }
    const free = !(event.target instanceof Element && event.target.closest("a, button, summary, input"));
    const did = key === "Enter" ? free && openRow() : keys[key]?.() === true;
    if (did) event.preventDefault();
  };

  // ---- toasts: gone after 10 s, unless the pointer or the focus is on them; failures (role=alert) stay -----------------
  const timed = new WeakSet();
  const expire = (toast) => {
    if (!toast.isConnected) return;
    if (toast.matches(":hover") || toast.contains(document.activeElement)) { setTimeout(() => expire(toast), 2000); return; }
    toast.remove();
  };
  const timeToasts = () => {
    for (const toast of document.querySelectorAll("[role=status] .toast, .toast[role=status]")) {
      if (timed.has(toast)) continue;
      timed.add(toast);
      setTimeout(() => expire(toast), 10000);
    }
  };

  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const control = at?.closest("[data-theme-set]");
    if (control) { keep(control.dataset.themeSet); applyTheme(control.dataset.themeSet); }
    const all = at?.closest("[data-pick-all]");
    if (all) {
      const boxes = [...all.closest("section").querySelectorAll("[data-pick]")];
      const pick = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = pick;
    }
    if (at?.closest("[data-keys-open]")) toggleKeys();
    if (at?.closest("[data-keys-close]")) document.querySelector("dialog#keys")?.close();
    for (const drop of document.querySelectorAll("details.drop[open]")) if (!drop.contains(at)) drop.open = false;
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("DOMContentLoaded", () => {
    applyTheme(themeNow());
    for (const button of document.querySelectorAll("[data-pick-all]")) button.hidden = false;
    timeToasts();
    new MutationObserver(timeToasts).observe(document.body, { childList: true, subtree: true });
  });
  window.addEventListener("storage", (event) => { if (event.key === "tenure-theme") applyTheme(event.newValue); });
})();
