// Served by `fatiao serve` only, never part of a build. Asks to be told when this page changes, keeps the reader's place
// over the reload, and shows errors over the last good page in the words of the terminal.
"use strict";

const me = document.currentScript;
const place = `fatiao:${location.pathname}`;

function comeBack() {
  const kept = sessionStorage.getItem(place);
  if (kept === null) return;
  sessionStorage.removeItem(place);
  if (!location.hash) scrollTo({ top: Number(kept), behavior: "instant" });
}

function reload() {
  sessionStorage.setItem(place, String(scrollY));
  location.reload();
}

function hide() {
  document.querySelector(".fatiao-errors")?.remove();
}

function show(text) {
  hide();
  const box = document.createElement("div");
  box.className = "fatiao-errors";
  box.setAttribute("role", "alert");
  const words = document.createElement("pre");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "先不管，看上一个好的版本";
  close.addEventListener("click", hide);
  box.append(close, words);
  document.body.append(box);
}

const query = new URLSearchParams({ path: decodeURIComponent(location.pathname), seen: me.dataset.seen });
const events = new EventSource(`/__fatiao/events?${query}`);
events.addEventListener("reload", reload);
events.addEventListener("mended", hide);
events.addEventListener("errors", (event) => show(event.data));
addEventListener("beforeunload", () => events.close());
addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
if (document.readyState === "complete") comeBack();
else addEventListener("load", comeBack);
