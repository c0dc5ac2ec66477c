// The demo Canvas opens what a tool handed in from its gradebook, as SpeedGrader does.

import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gradeOf, keep } from '../../src/demo/lms/grades.ts'
import { rowsFor } from '../../src/demo/lms/pages/gradebook.ts'
import { authorize, type FakeTool, formIn, openFakeTool } from '../support/fake-tool.ts'

const TARGET = 'https://purl.imsglobal.org/spec/lti/claim/target_link_uri'

let world: FakeTool
beforeAll(async () => {
  world = await openFakeTool({ now: () => new Date('2026-11-20T10:00:00Z') })
})
afterAll(() => world.stop())

test('the grader launches the address that came with the score, and nothing else does', async () => {
  const site = world.lms.canvas
  const [column] = site.book.columns
  const teacher = site.course.people.find(({ role }) => role === 'instructor')
  const ada = site.course.people.find(({ key }) => key === 'ada')
  if (!column || !teacher || !ada) throw new Error('an empty course')
  const cellOf = () => rowsFor(site, teacher).find(({ person }) => person === ada)?.cells[0]
  expect(cellOf()?.open).toBeNull()
  const submission = `${site.tool.launchUrl}?claim=claim-1`
  keep(site, { ...gradeOf(site, column, ada.sub), submission }, 'test')

  const cookie = { Cookie: `lms_canvas=${teacher.key}` }
  const open = async (path: string) => {
    const page = await fetch(new URL(path, site.base), { headers: cookie })
    const { fields } = formIn(await page.text())
    const answer = formIn((await authorize(site, teacher.key, fields)).text)
    return [fields.target_link_uri, decodeJwt(answer.fields.id_token ?? '')[TARGET]]
  }
  expect(await open(cellOf()?.open ?? '')).toEqual([submission, submission])
  const plain = site.tool.launchUrl
  expect(await open(`/canvas/open?column=${column.number}`)).toEqual([plain, plain])
})
