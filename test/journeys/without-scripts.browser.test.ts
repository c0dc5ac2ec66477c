// The main job with JavaScript switched off, in the tool and in the LMS alike.

import { expect, it } from 'vitest'
import { browserWorld, openInCourse, PATIENCE_MS, press, see } from '../support/page.ts'
import * as acts from './acts.ts'

const stage = browserWorld()

const ELENA = { kind: 'canvas', key: 'elena' } as const
const BEN = { kind: 'canvas', key: 'ben' } as const
const WORK: acts.Work = {
  title: 'Soil samples',
  employer: 'Delta Foods',
  supervisor: 'Priya Raman',
  mail: 'priya.raman@deltafoods.example',
  days: [
    [8, 5],
    [7, 4],
  ],
}

it('every step of the main job works without scripts', async () => {
  const plain = { javaScriptEnabled: false }
  const [teacher, student] = [await stage.newcomer(plain), await stage.newcomer(plain)]
  const open = (page: typeof teacher, who: typeof ELENA | typeof BEN) =>
    openInCourse(page, stage.world, who, 'assignments/2')

  await acts.setRule(await open(teacher, ELENA), { hours: '12', academic: '', points: '50' })
  const form = await open(student, BEN)
  await acts.beginDraft(form, WORK)
  await acts.fillRecord(form, WORK)
  await press(form, 'Save and ask my supervisor')
  await see(form, `Waits for ${WORK.supervisor}`)

  const phone = await stage.newcomer(plain)
  const page = await acts.openMail(phone, stage.world, WORK.mail)
  await page.getByLabel('Yes, as shown').check()
  await press(page, 'Send my answer')
  await see(page, 'Yes, all 9 hours.')

  const claim = await open(student, BEN)
  await acts.fillClaim(claim, 'I learned to label first.')
  await press(claim, 'Submit my claim')
  await see(claim, 'Your claim is with your instructor.')

  const queue = await open(teacher, ELENA)
  await acts.openClaim(queue, 'Ben Ortiz')
  await press(queue, 'Approve')
  await see(queue, 'Approved: 37.5 of 50 points')
  const shown = async () => {
    await teacher.goto(`${stage.world.lmsUrl}/canvas/grades`)
    return teacher.locator('#grade-2-ben b').textContent()
  }
  await expect.poll(shown, { timeout: PATIENCE_MS }).toBe('37.5')
}, 120_000)
