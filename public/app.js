// What pages do beyond their forms and links; all of them work without it.

const all = (selector, of = document) => [...of.querySelectorAll(selector)]
const one = (selector) => document.querySelector(selector)
const numberIn = (input) => Number(input.value.replace(',', '.')) || 0

one('[data-focus]')?.focus()

// A second click sends nothing twice.
for (const form of all('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.classList.contains('sending')) event.preventDefault()
    form.classList.add('sending')
  })
  addEventListener('pageshow', () => form.classList.remove('sending'))
}

// Long texts are not lost by a stray click.
for (const form of all('form[data-keep]')) {
  let typed = false
  form.oninput = () => (typed = true)
  form.onsubmit = () => (typed = false)
  addEventListener('beforeunload', (event) => typed && event.preventDefault())
}

// The hours grid: more lines, their sum, and the pay per hour.
const grid = one('[data-grid] tbody')
if (grid) {
  const more = one('[data-add-row]')
  more.hidden = false
  more.addEventListener('click', () => {
    const rows = grid.rows.length
    for (let i = 0; i < 5; i += 1) {
      const row = grid.rows[rows - 1].cloneNode(true)
      for (const input of all('input', row)) {
        input.value = ''
        input.ariaLabel = input.ariaLabel.replace(/\d+$/, String(rows + i + 1))
      }
      grid.append(row)
    }
    grid.rows[rows].querySelector('input').focus()
  })
  const show = () => {
    const hours = all('[name=hours]', grid).reduce((sum, input) => sum + numberIn(input), 0)
    const total = one('[data-total]')
    total.textContent =
      hours > 0 ? total.dataset.total.replace('{}', String(+hours.toFixed(2))) : ''
    showRate(hours)
  }
  document.addEventListener('input', show)
  show()
}

function showRate(hours) {
  const rate = one('[data-rate]')
  const amount = numberIn(one('#f-payAmount'))
  const kind = one('[name=payKind]:checked')?.value
  const each = kind === 'hourly' ? amount : amount / hours
  const currency = one('#f-payCurrency').value.toUpperCase()
  if (!kind || !(each > 0 && each < 1e7) || !/^[A-Z]{3}$/.test(currency)) return
  const text = new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(each)
  rate.textContent = rate.dataset.rate.replace('{}', text)
}

for (const button of all('[data-copy]')) {
  button.hidden = !navigator.clipboard
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = button.dataset.copied
  })
}

// What is still on its way is looked at again, until it has arrived.
async function refresh() {
  const answer = await fetch(location.href)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const live of all('[data-live]')) {
    const now = page.getElementById(live.id)
    if (now) live.replaceWith(now)
  }
  wait()
}
function wait() {
  if (one('[data-live]')) setTimeout(refresh, 4000)
}
wait()

// In a frame the LMS is told how tall we are (lti.frameResize).
if (parent !== window) {
  const tell = () =>
    parent.postMessage(
      `{"subject":"lti.frameResize","height":${document.body.scrollHeight + 8}}`,
      '*',
    )
  new ResizeObserver(tell).observe(document.body)
}
