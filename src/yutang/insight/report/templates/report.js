(() => {
  const root = document.documentElement, all = (q, of = document) => [...of.querySelectorAll(q)];
  const by = (id) => document.getElementById(id), SHOWN = innerWidth < 700 ? 5 : 10;
  root.classList.add("js");

  let reveal = () => {};
  const show = (li) => {
    for (const old of all(".here")) old.classList.remove("here");
    reveal(li);
    li.classList.add("here");
    const details = li.querySelector("details");
    details.open = true;
    li.scrollIntoView({ block: "center" });
    details.firstElementChild.focus({ preventScroll: true });
  };

  const tip = document.querySelector(".tip"), map = by("map");
  if (map) {
    const tell = (e) => { const t = e.target.closest(".tile[title]"); if (t) tip.textContent = t.title; };
    map.addEventListener("click", (e) => {
      tell(e);
      const t = e.target.closest(".tile[data-g]"), li = t && by("g" + t.dataset.g);
      if (li) show(li);
    });
    map.addEventListener("mouseover", tell);
  }

  const q = by("q"), state = by("state"), sort = by("sort"), clear = by("clear"), none = by("none");
  if (q) {
    const lists = all(".list").map((box) => ({
      box, ol: box.querySelector("ol"), button: box.querySelector("button.all"), found: box.querySelector(".found"), open: false,
      rows: all("li", box.querySelector("ol")).map((li, at) => {
        li.dataset.r = -at; // the order to act, as they came
        return { li, text: all(".who,.carry", li).map((e) => e.textContent).join(" ").toLowerCase() };
      }),
    }));
    const draw = () => {
      const word = q.value.trim().toLowerCase(), asked = Boolean(word || state.value);
      let total = 0;
      for (const l of lists) {
        let n = 0;
        for (const r of l.rows) {
          const fits = (!word || r.text.includes(word)) && (!state.value || r.li.dataset.s === state.value);
          n += fits;
          r.li.classList.toggle("off", !fits);
          r.li.classList.toggle("late", fits && !asked && !l.open && n > SHOWN);
        }
        total += n;
        l.box.hidden = !n;
        l.found.textContent = asked && n ? l.box.dataset.found.replace("{shown}", n).replace("{all}", l.rows.length) : "";
        l.button.hidden = asked || l.rows.length <= SHOWN;
        l.button.textContent = l.open ? l.button.dataset.less : l.button.dataset.more;
        l.button.setAttribute("aria-expanded", l.open);
      }
      none.hidden = total > 0;
      clear.hidden = !asked;
    };
    const order = () => {
      for (const l of lists) {
        l.rows.sort((a, b) => b.li.dataset[sort.value] - a.li.dataset[sort.value] || b.li.dataset.r - a.li.dataset.r);
        l.ol.append(...l.rows.map((r) => r.li));
      }
      draw();
    };
    let wait;
    const later = () => { clearTimeout(wait); wait = setTimeout(draw, 80); };
    q.addEventListener("input", (e) => { if (!e.isComposing) later(); });
    q.addEventListener("compositionend", later);
    state.addEventListener("change", draw);
    sort.addEventListener("change", order);
    clear.addEventListener("click", () => { q.value = state.value = ""; draw(); q.focus(); });
    for (const l of lists) l.button.addEventListener("click", () => { l.open = !l.open; draw(); });
    reveal = (li) => {
      if (li.classList.contains("off")) q.value = state.value = "";
      const mine = lists.find((l) => l.ol.contains(li));
      draw();
      if (li.classList.contains("late")) { mine.open = true; draw(); }
    };
    draw();
  }

  let shut = [];
  addEventListener("beforeprint", () => { shut = all("details:not([open])"); for (const d of shut) d.open = true; });
  addEventListener("afterprint", () => { for (const d of shut) d.open = false; shut = []; });
})();
