// What pages do beyond forms and links; all work without it.

const all = (selector, of = document) => [...of.querySelectorAll(selector)]
const one = (selector) => document.querySelector(selector)
const numberIn = (input) => +input.value.replace(',', '.') || 0

one('[data-focus]')?.focus()

// Nothing is sent twice.
for (const form of all('[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.classList.contains('sending')) event.preventDefault()
    form.classList.add('sending')
  })
  addEventListener('pageshow', () => form.classList.remove('sending'))
}

// Back to the LMS.
if (parent !== window) one('[data-go]')?.submit()

// Typed text is not lost.
for (const form of all('[data-keep]')) {
  let typed = false
  form.addEventListener('input', () => (typed = true))
  form.addEventListener('submit', () => (typed = false))
  addEventListener('beforeunload', (event) => typed && event.preventDefault())
}

// The hours grid: sum and pay.
const grid = one('[data-grid] tbody')
const more = one('[data-add-row]')

function addRow() {
  const row = grid.lastElementChild.cloneNode(true)
  for (const input of all('input', row)) {
    input.value = ''
    input.ariaLabel = input.ariaLabel.replace(/\d+/, (n) => +n + 1)
  }
  grid.append(row)
  row.querySelector('input').focus()
}

function reckon() {
  const hours = all('[name=hours]').reduce((sum, input) => sum + numberIn(input), 0)
  const total = one('[data-total]')
  total.textContent = hours > 0 ? total.dataset.total.replace('{}', +hours.toFixed(2)) : ''
  const kind = one('[name=payKind]:checked')?.value
  const each = numberIn(one('#f-payAmount')) / (kind === 'hourly' ? 1 : hours)
  const currency = one('#f-payCurrency').value.toUpperCase()
  if (!kind || !(each > 0 && each < 1e7) || !/^[A-Z]{3}$/.test(currency)) return
  const money = new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(each)
  const rate = one('[data-rate]')
  rate.textContent = rate.dataset.rate.replace('{}', money)
}

if (grid) {
  more.hidden = false
  more.onclick = addRow
  document.addEventListener('input', reckon)
  reckon()
}

// What was typed when a session ended is back after the next launch, until it is saved.
const { who } = document.body.dataset
const fieldsOf = (form) =>
  [...form.elements].filter((e) => e.name && !/hidden|submit|file/.test(e.type))
const partOf = (field) => (/radio|checkbox/.test(field.type) ? 'checked' : 'value')
const nameOf = (field) => field.name + (partOf(field) === 'checked' ? field.value : '')
const typedIn = (form) => JSON.stringify(fieldsOf(form).map((e) => [nameOf(e), e[partOf(e)]]))

// By name, not by place.
function putBack(form, values) {
  const lines = values.filter(([name]) => name === 'hours').length
  while (grid && all('[name=hours]').length < lines) addRow()
  for (const field of fieldsOf(form)) {
    const kept = values.find(([name]) => name === nameOf(field))
    if (!kept) continue
    const was = field.value
    field[partOf(field)] = kept[1]
    kept[0] = null
    if (field.selectedIndex < 0) field.value = was
  }
}

function keepTyped(form, memory) {
  // Forms of one action differ in what they hide.
  const own = all('[type=hidden]', form).filter((e) => !/^_|csv|version|seen/.test(e.name))
  const key = [who, form.getAttribute('action').split('?')[0], ...own.map((e) => e.value)].join(' ')
  const before = typedIn(form)
  putBack(form, JSON.parse(memory.getItem(key) ?? '[]'))
  if (typedIn(form) !== before) {
    one('[data-typed]').hidden = false
    one('[data-typed] button').onclick = () => {
      memory.removeItem(key)
      location.reload()
    }
  }
  form.addEventListener('input', () => memory.setItem(key, typedIn(form)))
  form.addEventListener('submit', () => memory.setItem('sent', key))
}

try {
  const memory = sessionStorage
  if (/[?&]done=/.test(location.search)) memory.removeItem(memory.getItem('sent'))
  if (who) for (const form of all('[data-once]')) keepTyped(form, memory)
} catch {
  // Where a browser keeps nothing, the page that says so shows the text.
}

// The newer clipboard may be closed.
for (const copy of all('[data-copy]')) {
  copy.hidden = false
  copy.onclick = () => {
    getSelection().selectAllChildren(copy.previousElementSibling)
    if (document.execCommand('copy')) copy.textContent = copy.dataset.copied
  }
}

// What is on its way is looked at until it has arrived.
async function look() {
  const answer = await fetch(location)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const live of all('[data-live]')) live.replaceWith(page.getElementById(live.id) ?? '')
  wait()
}
const wait = () => one('[data-live]') && setTimeout(look, 4000)
wait()

// In a frame the LMS is told our height.
function tell() {
  const height = document.body.scrollHeight + 8
  parent.postMessage(JSON.stringify({ subject: 'lti.frameResize', height }), '*')
}
if (parent !== window) new ResizeObserver(tell).observe(document.body)
// Registered: the LMS closes.
if (one('[data-close]')) (opener ?? parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*')
