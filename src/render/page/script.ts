/**
 * Steps the drawing of the services through time. It reads numbers and writes text and lengths: nothing that it is given
 * can become markup. Without it the page shows the worst moment.
 */
export const SCRIPT = `
for (const section of document.querySelectorAll('[data-frames]')) {
  const { stretch, most, modes } = JSON.parse(section.dataset.frames);
  const controls = section.querySelector('.controls');
  const input = controls.querySelector('input');
  const short = (value) => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
  const seconds = (moment) => moment * stretch / 1000 + ' s';
  const length = (bar, value) => bar.setAttribute('width', Math.max(0, Math.round(value * 10) / 10));
  const show = () => {
    const moment = Number(input.value);
    controls.querySelector('output').textContent = seconds(moment) + ' to ' + seconds(moment + 1);
    section.querySelectorAll('.drawings svg').forEach((svg, mode) => {
      modes[mode].forEach(({ workers, unbounded, values }, node) => {
        const [working, blocked, waiting, failed] = values.map((list) => list[moment] || 0);
        const group = svg.querySelector('[data-node="' + node + '"]');
        const room = Number(group.querySelector('.free').getAttribute('width'));
        const busy = Math.min(room, working * room / workers);
        const bar = group.querySelector('.blocked');
        length(group.querySelector('.working'), busy);
        bar.setAttribute('x', 6 + Math.round(busy * 10) / 10);
        length(bar, Math.min(room - busy, blocked * room / workers));
        const of = unbounded ? '' : ' of ' + workers;
        const [above, below] = group.querySelectorAll('.state');
        above.textContent = blocked >= 0.05 ? short(working + blocked) + of + ', ' + short(blocked) + ' blocked' : short(working) + of + ' at work';
        below.textContent = 'queue ' + short(waiting) + (failed > 0 ? ', ' + short(failed) + '/s fail' : '');
        for (const edge of svg.querySelectorAll('[data-edge="' + node + '"]')) {
          edge.classList.toggle('failing', failed > 0);
          edge.querySelector('line').setAttribute('stroke-width', failed === 0 ? 1 : 2 + 7 * failed / most);
        }
      });
    });
  };
  input.addEventListener('input', show);
  controls.hidden = false;
}
`;
