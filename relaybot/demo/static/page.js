// Lets messages arrive, change and go while one watches. Without it the page works by reloading.
// Staying at the newest message, and staying put for who has scrolled up, is chat.css's work.
"use strict";

const KEPT = 200;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function add(list, message, html) {
  if (!list || document.getElementById(message)) return;
  list.insertAdjacentHTML("beforeend", html);
  list.lastElementChild.classList.add("new");
  while (list.children.length > KEPT) list.firstElementChild.remove();
}

function replace(shown, message, html) {
  if (!shown) return; // too old to be on the page
  shown.outerHTML = html;
  document.getElementById(message).classList.add("changed");
}

async function remove(shown) {
  if (!shown) return;
  shown.removeAttribute("id");
  await shown.animate({ opacity: [1, 0] }, calm.matches ? 0 : 1200).finished;
  shown.remove();
}

const happened = {
  arrived: (told) => add(document.querySelector(`[data-channel="${told.channel}"]`), told.message, told.html),
  edited: (told) => replace(document.getElementById(told.message), told.message, told.html),
  deleted: (told) => remove(document.getElementById(told.message)),
};

const stream = new EventSource(`/events?after=${document.body.dataset.last}`);
stream.onmessage = (event) => {
  const told = JSON.parse(event.data);
  if (told.kind === "reload") return location.reload(); // more happened than can be told
  happened[told.kind](told);
  document.getElementById("count").textContent = told.count;
  const part = told.kind === "arrived" ? "latest" : "changed";
  document.getElementById(part).textContent = told.words;
  document.getElementById(`${part}-part`).hidden = false;
};
