// What people do on the pages of the main job, by what they read there and nothing else.

import type { Page } from 'playwright-core'
import { follow, type Place, press, see } from '../support/page.ts'
import type { TestWorld } from '../support/world.ts'

export interface Work {
  title: string
  employer: string
  supervisor: string
  mail: string
  /** Days of work, counted back from today, each with its hours. */
  days: [ago: number, hours: number][]
}

export interface Rule {
  hours: string
  academic: string
  points: string
}

/** An instructor fills in the credit rule. */
export async function setRule(tool: Place, rule: Rule): Promise<void> {
  await tool.getByLabel('Hours for all the points').fill(rule.hours)
  await tool.getByLabel('Points', { exact: true }).fill(rule.points)
  await tool.getByLabel('A share of the points').check()
  await tool.getByLabel('Academic hours').fill(rule.academic)
  await press(tool, 'Set this rule')
  await see(tool, 'The rule is set. Students can claim by it now.')
}

/** A student begins to record work: only a title, kept for later. */
export async function beginDraft(tool: Place, { title }: Work): Promise<void> {
  await follow(tool, 'Record a micro-internship')
  await tool.getByLabel('Title').fill(title)
  await press(tool, 'Save for later')
  await see(tool, 'Saved. Nobody was asked yet.')
}

/** Fills in the rest of the form. */
export async function fillRecord(tool: Place, work: Work): Promise<void> {
  const agos = work.days.map(([ago]) => ago)
  await tool.getByLabel('Title').fill(work.title)
  await tool.getByLabel('Employer').fill(work.employer)
  await tool.getByLabel('What you delivered').fill('A cleaned table and a page of notes.')
  await tool.getByLabel('First day', { exact: true }).fill(dayBefore(Math.max(...agos)))
  await tool.getByLabel('Last day').fill(dayBefore(Math.min(...agos)))
  await tool.getByLabel('Remote', { exact: true }).check()
  for (const [i, [ago, hours]] of work.days.entries()) await fillLine(tool, i + 1, ago, hours)
  await tool.getByLabel('By the hour').check()
  await tool.getByLabel('Amount', { exact: true }).fill('18.50')
  await tool.getByLabel("Supervisor's name").fill(work.supervisor)
  await tool.getByLabel("Supervisor's mail address").fill(work.mail)
}

/** Fills in one line of the hours. */
export async function fillLine(tool: Place, line: number, ago: number, hours: number) {
  await tool.getByLabel(`Day, line ${line}`, { exact: true }).fill(dayBefore(ago))
  await tool.getByLabel(`Hours, line ${line}`, { exact: true }).fill(String(hours))
}

/** A day as date fields take it. */
export function dayBefore(ago: number): string {
  return new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
}

/** Somebody finds the mail in the mail catcher and opens what its button leads to. */
export async function openMail(page: Page, world: TestWorld, to: string): Promise<Page> {
  const { subject } = await world.mail.waitFor({ to, subject: /asks: did this happen/ })
  await page.goto(world.urls.mail)
  await follow(page, subject)
  const opened = page.waitForEvent('popup')
  await page.frameLocator('iframe').getByRole('link', { name: 'Look and answer' }).click()
  return opened
}

/** A student chooses everything there is and writes about it. */
export async function fillClaim(tool: Place, reflection: string): Promise<void> {
  for (const box of await tool.getByRole('checkbox').all()) await box.check()
  await tool.getByLabel('Reflection').fill(reflection)
}

/** Staff open a student's claim from the list. */
export async function openClaim(tool: Place, student: string): Promise<void> {
  await follow(tool, student)
  await tool.getByRole('heading', { name: student, level: 1 }).waitFor()
}

/** The instructor decides, with a note where one is needed. */
export async function decide(tool: Place, button: string, note: string): Promise<void> {
  await tool.getByLabel('Note to the student').fill(note)
  await press(tool, button)
}
