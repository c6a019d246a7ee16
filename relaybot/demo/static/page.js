// Puts new messages into their channels as they arrive. Without it the page works by reloading.
"use strict";

const KEPT = 200;

function scrollBoxOf(list) {
  return list.closest(".chat-scroll");
}

function scrollToEnd(box) {
  box.scrollTop = box.scrollHeight;
}

function add(list, html) {
  const box = scrollBoxOf(list);
  const pinned = box.dataset.pinned !== "no";
  list.insertAdjacentHTML("beforeend", html);
  const arrival = list.lastElementChild;
  arrival.classList.add("new");
  while (list.children.length > KEPT) list.firstElementChild.remove();
  if (!pinned) return;
  scrollToEnd(box);
  for (const image of arrival.querySelectorAll("img")) {
    image.addEventListener("load", () => box.dataset.pinned !== "no" && scrollToEnd(box));
  }
}

for (const box of document.querySelectorAll(".chat-scroll")) {
  scrollToEnd(box);
  box.addEventListener("scroll", () => {
    box.dataset.pinned = box.scrollHeight - box.clientHeight - box.scrollTop < 40 ? "yes" : "no";
  }, { passive: true });
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
