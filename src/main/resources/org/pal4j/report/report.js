/* The page: draws charts when somebody comes near them, and again when sizes change. Joined with charts.js, sweep.js, roofline.js and drawing.js. */

const all = JSON.parse(document.getElementById('data').textContent);
const elements = Array.from(document.querySelectorAll('.chart'));

dataOf = element => all[Number(element.dataset.chart)];
show(wanted());

// Charts are drawn when somebody comes near them, so that a page with many of them opens at once.
const near = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => {
  near.unobserve(entry.target);
  draw(entry.target);
}), {rootMargin: '500px'});
const resized = new ResizeObserver(entries => entries.forEach(entry => {
  const chart = drawn.get(entry.target);
  if (chart && !printing && Math.abs(chart.getWidth() - entry.contentRect.width) >= 1) {
    chart.resize();
    draw(entry.target);
  }
}));
elements.forEach(element => {
  if (element.getBoundingClientRect().top < window.innerHeight) {
    draw(element);
  } else {
    near.observe(element);
  }
  resized.observe(element);
});

document.querySelectorAll('table.sortable').forEach(sortable);
const place = document.getElementById('controls');
const isChosen = data => data.kind === 'grid' && !data.fixed;
if (place) {
  const grids = () => Array.from(drawn.keys()).filter(element => isChosen(all[Number(element.dataset.chart)]));
  controls(place, all.find(isChosen), () => grids().forEach(draw));
}

// On paper everything is light, and as wide as a page.
window.addEventListener('beforeprint', () => {
  printing = true;
  show('light');
  elements.forEach(element => {
    draw(element);
    drawn.get(element).resize({width: 660});
    draw(element);
  });
});
window.addEventListener('afterprint', () => {
  printing = false;
  drawn.forEach(chart => chart.resize({width: 'auto'}));
  show(wanted());
});
