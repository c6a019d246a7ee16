// Puts new messages into their channels as they arrive. Without it the page works by reloading.
// Staying at the newest message, and staying put for who has scrolled up, is chat.css's work.
"use strict";

const KEPT = 200;

function add(list, html) {
  list.insertAdjacentHTML("beforeend", html);
  list.lastElementChild.classList.add("new");
  while (list.children.length > KEPT) list.firstElementChild.remove();
}

const stream = new EventSource(`/events?after=${document.body.dataset.last}`);
stream.onmessage = (event) => {
  const told = JSON.parse(event.data);
  const list = document.querySelector(`[data-channel="${told.channel}"]`);
  if (list) add(list, told.html);
  document.getElementById("count").textContent = told.count;
  document.getElementById("latest").textContent = told.latest;
  document.getElementById("latest-part").hidden = false;
};
