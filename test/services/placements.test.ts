// A student's micro-internships: drafts, questions to supervisors, their limits, and who may be asked.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Statement } from '../../src/domain/placement.ts'
import { memberLeft } from '../../src/services/arriving/leaving.ts'
import { answer, peek } from '../../src/services/claims/confirmations.ts'
import {
  askAgain,
  askSupervisor,
  myPlacement,
  reopen,
  saveDraft,
  withdraw,
} from '../../src/services/claims/placements.ts'
import { aPerson, aStatement } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import * as scenes from './scene.ts'
import { answering, aScene, asked, confirmed, drafted, employer, joined, mailAll } from './scene.ts'

const db = testDatabase()
let scene: scenes.Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

function rules(...names: string[]) {
  return { refusals: names.map((rule) => expect.objectContaining({ rule })) }
}

describe('a draft', () => {
  it('is kept as it is, however incomplete, and can be changed', async () => {
    const first = await drafted(scene, { title: '', employer: '' })
    const statement = aStatement({ title: 'Second thought' })
    await saveDraft(scene.student, { id: first.id, version: first.version, statement })
    expect((await myPlacement(scene.student, first.id)).statement.title).toBe('Second thought')
  })

  it('is not saved over what another tab has saved since', async () => {
    const first = await drafted(scene)
    const save = (title: string) => {
      const statement = aStatement({ title })
      return saveDraft(scene.student, { id: first.id, version: first.version, statement })
    }
    const tabs = await Promise.allSettled([save('tab one'), save('tab two')])
    expect(tabs.map((t) => t.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(tabs.find((t) => t.status === 'rejected')).toMatchObject({ reason: { status: 409 } })
  })

  it('is recorded by students only', async () => {
    const recording = drafted(scene, {}, scene.instructor)
    await expect(recording).rejects.toMatchObject({ status: 403, key: 'errors.studentsOnly' })
    const pretend = await joined(scene, 'rehearsal')
    await expect(drafted(scene, {}, pretend)).rejects.toThrow()
    expect(await scene.store.placements.ofPerson(pretend.actor.person.id)).toEqual([])
  })

  it('of somebody else is not there', async () => {
    const { id } = await drafted(scene)
    const other = await joined(scene, 'student')
    await expect(myPlacement(other, id)).rejects.toMatchObject({ status: 404 })
    await expect(askSupervisor(other, id)).rejects.toMatchObject({ status: 404 })
    const save = saveDraft(other, { id, version: null, statement: aStatement() })
    await expect(save).rejects.toMatchObject({ status: 404 })
  })

  it('of another institution is not there either', async () => {
    const { id } = await drafted(await aScene(db.store))
    await expect(myPlacement(scene.student, id)).rejects.toMatchObject({ status: 404 })
  })

  it('cannot be sent while something is missing, and says what', async () => {
    const { id } = await drafted(scene, { title: '', supervisorName: '' })
    await expect(askSupervisor(scene.student, id)).rejects.toMatchObject({
      status: 422,
      fields: {
        title: 'placement.missing.title',
        supervisorName: 'placement.missing.supervisorName',
      },
    })
    await mailAll(scene)
    expect(scene.mail.sent).toEqual([])
  })

  it('that led nowhere can be removed', async () => {
    const { id } = await drafted(scene)
    expect((await withdraw(scene.student, id)).state).toBe('withdrawn')
    await expect(askSupervisor(scene.student, id)).rejects.toMatchObject(rules('placement.notNow'))
  })
})

describe('asking a supervisor', () => {
  it('is over, as recording is, for who has left every course', async () => {
    const { id } = await drafted(scene)
    const waiting = await asked(scene)
    const membership = await scene.store.memberships.find(
      scene.course.id,
      scene.student.actor.person.id,
    )
    if (membership) await memberLeft(scene.ctx, membership)
    const refused = { status: 403, key: 'errors.studentsOnly' }
    await expect(drafted(scene)).rejects.toMatchObject(refused)
    await expect(askSupervisor(scene.student, id)).rejects.toMatchObject(refused)
    await expect(askAgain(scene.student, waiting.id)).rejects.toMatchObject(refused)
    await expect(withdraw(scene.student, id)).resolves.toMatchObject({ state: 'withdrawn' })
  })

  it('sends one mail with a link, minted when it is sent and stored hashed', async () => {
    const { id, statement } = await drafted(scene)
    await askSupervisor(scene.student, id)
    expect(await db.raw.collection('links').countDocuments({ placementId: id })).toBe(0)
    await mailAll(scene)
    await mailAll(scene)
    expect(scene.mail.viewsTo(statement.supervisorMail)).toEqual(['ask'])
    const links = await db.raw.collection('links').find({ placementId: id }).toArray()
    expect(links).toHaveLength(1)
    expect(JSON.stringify(links)).not.toContain(scene.mail.lastToken())
    const seen = await peek(await employer(scene))
    expect(seen).toMatchObject({ state: 'open', student: 'Ada M.' })
  })

  it('again sends another link to the same page, and the first still works', async () => {
    const placement = await asked(scene)
    const first = scene.mail.lastToken()
    await askAgain(scene.student, placement.id)
    await mailAll(scene)
    expect(scene.mail.lastToken()).not.toBe(first)
    expect((await peek(await employer(scene, first))).state).toBe('open')
    await answer(await employer(scene), answering())
    const afterwards = await peek(await employer(scene, first))
    expect(afterwards).toMatchObject({ state: 'open', placement: { state: 'confirmed' } })
  })

  it('can be taken back to change something: the old link dies, also in a mail not yet sent', async () => {
    const placement = await asked(scene)
    await askAgain(scene.student, placement.id)
    await reopen(scene.student, placement.id)
    await mailAll(scene)
    expect(scene.mail.sent).toHaveLength(1)
    expect((await peek(await employer(scene))).state).toBe('dead')
    const answering_ = answer(await employer(scene), answering())
    await expect(answering_).rejects.toMatchObject({ status: 409, key: 'confirm.dead' })
  })

  it('leaves nothing to change while the supervisor has it', async () => {
    const { id } = await asked(scene)
    const save = saveDraft(scene.student, { id, version: null, statement: aStatement() })
    await expect(save).rejects.toMatchObject({ status: 409, key: 'placement.notEditable' })
  })

  it('cannot be taken back while a submitted claim counts on it', async () => {
    const { id } = await asked(scene)
    await scenes.submittedWith(scene, [id])
    await expect(reopen(scene.student, id)).rejects.toMatchObject({ key: 'placement.held.claim' })
  })
})

describe('the supervisor’s address is the student’s, a classmate’s, or the decider’s: refused', () => {
  const ask = async (supervisorMail: string) =>
    askSupervisor(scene.student, (await drafted(scene, { supervisorMail })).id)

  it('the own one, with any tag', async () => {
    const mail = scene.student.actor.person.mail ?? ''
    await expect(ask(mail)).rejects.toMatchObject(rules('ask.ownAddress'))
    await expect(ask(mail.replace('@', '+boss@'))).rejects.toMatchObject(rules('ask.ownAddress'))
  })

  it('a classmate’s and the instructor’s, in any spelling', async () => {
    const mate = await joined(scene, 'student', { mail: 'Mate@North.Example.edu' })
    expect(mate.actor.person.mail).toBeTruthy()
    const boss = scene.instructor.actor.person.mail ?? ''
    for (const mail of ['mate@north.example.edu', 'MATE+x@north.example.edu', boss]) {
      await expect(ask(mail)).rejects.toMatchObject(rules('ask.memberAddress'))
    }
  })

  it('a classmate’s when the LMS has it with a tag', async () => {
    await joined(scene, 'student', { mail: 'mate+lms@north.example.edu' })
    await expect(ask('mate@north.example.edu')).rejects.toMatchObject(rules('ask.memberAddress'))
  })

  it('but not that of a member of another institution', async () => {
    const other = await aScene(db.store)
    const person = aPerson({ institutionId: other.institution.id, mail: 'gail@harbour.example' })
    await other.store.people.add(person)
    expect((await ask('gail@harbour.example')).state).toBe('submitted')
  })
})

describe('limits on asking', () => {
  it('three questions to one address about one placement, in any spelling', async () => {
    const placement = await asked(scene, { supervisorMail: 'grace@reef.example' })
    await askAgain(scene.student, placement.id)
    await reopen(scene.student, placement.id)
    const statement = { ...placement.statement, supervisorMail: 'Grace+two@reef.example' }
    await saveDraft(scene.student, { id: placement.id, version: null, statement })
    await askSupervisor(scene.student, placement.id)
    const fourth = askAgain(scene.student, placement.id)
    await expect(fourth).rejects.toMatchObject(rules('ask.addressOften'))
    // Another placement may still ask there.
    expect((await asked(scene, { supervisorMail: 'grace@reef.example' })).state).toBe('submitted')
  })

  it('ten questions a day over all placements, removed ones too; the day after there are new ones', async () => {
    for (let i = 0; i < 10; i += 1) await asked(scene)
    const [last] = await scene.store.placements.ofPerson(scene.student.actor.person.id)
    await reopen(scene.student, last?.id ?? '')
    await withdraw(scene.student, last?.id ?? '')
    const { id } = await drafted(scene)
    await expect(askSupervisor(scene.student, id)).rejects.toMatchObject(rules('ask.dayOften'))
    const mate = await joined(scene, 'student')
    expect((await asked(scene, {}, mate)).state).toBe('submitted')
    scene.clock.pass(DAY + 1)
    expect((await askSupervisor(scene.student, id)).state).toBe('submitted')
  })

  it('ten a day also when fifteen tabs ask at once', async () => {
    const drafts = []
    for (let i = 0; i < 15; i += 1) drafts.push(await drafted(scene))
    const tabs = await Promise.allSettled(drafts.map(({ id }) => askSupervisor(scene.student, id)))
    expect(tabs.filter((t) => t.status === 'fulfilled')).toHaveLength(10)
    await mailAll(scene)
    expect(scene.mail.sent).toHaveLength(10)
  })

  it('who does not know the student is never asked by them again, under any tag', async () => {
    await asked(scene, { supervisorMail: 'grace@reef.example' })
    await answer(await employer(scene), answering('unknown'))
    const { id } = await drafted(scene, { supervisorMail: 'grace+x@reef.example' })
    await expect(askSupervisor(scene.student, id)).rejects.toMatchObject(rules('ask.stopped'))
    // They change their mind: the question stands open again.
    await answer(await employer(scene), answering('confirm'))
    expect((await askSupervisor(scene.student, id)).state).toBe('submitted')
  })
})

describe('“this did not happen” or “I am not the right person”', () => {
  it('sets the placement aside, and the student may name another person', async () => {
    const { id, statement } = await asked(scene)
    await answer(await employer(scene), answering('wrongPerson', { rightPerson: 'Gil' }))
    expect((await myPlacement(scene.student, id)).state).toBe('aside')
    const next = { ...statement, supervisorMail: 'gil@harbour.example', supervisorName: 'Gil' }
    await saveDraft(scene.student, { id, version: null, statement: next })
    const old = await employer(scene)
    expect((await peek(old)).state).toBe('dead')
    await askSupervisor(scene.student, id)
    await mailAll(scene)
    const { answer: said } = await answer(await employer(scene), answering())
    expect(said).toMatchObject({ kind: 'confirm', unusual: ['firstUse', 'changedAddress'] })
  })

  it('is still told to the instructor when somebody else confirms afterwards', async () => {
    const { id, statement } = await asked(scene)
    await answer(await employer(scene), answering('didNotHappen'))
    const next = { ...statement, supervisorMail: 'friend@harbour.example' }
    await saveDraft(scene.student, { id, version: null, statement: next })
    await askSupervisor(scene.student, id)
    await mailAll(scene)
    const after = await answer(await employer(scene), answering())
    expect(after.answer?.unusual).toContain('deniedBefore')
  })
})

describe('work that somebody has denied', () => {
  const denied = async (over: Partial<Statement> = {}) => {
    const { id, statement } = await asked(scene, { employer: 'Reef Surveys Ltd', ...over })
    await answer(await employer(scene), answering('didNotHappen'))
    return { id, statement }
  }
  const confirmedAs = async (over: Partial<Statement>) => {
    const { answer: said } = await confirmed(scene, over)
    return said?.unusual ?? []
  }
  const EARLIER = {
    ...{ startsOn: '2026-09-28', endsOn: '2026-10-02' },
    hours: { by: 'day' as const, entries: [{ on: '2026-09-28', hours: 4 }] },
  }

  it('is told of when it is withdrawn and recorded anew, for a friend to confirm', async () => {
    const { id } = await denied()
    await reopen(scene.student, id)
    await withdraw(scene.student, id)
    expect(await confirmedAs({ employer: 'A Friend' })).toContain('deniedBefore')
    expect(await confirmedAs({ employer: 'REEF SURVEYS', ...EARLIER })).toContain('deniedBefore')
  })

  it('is told of when it was reworded before it was withdrawn', async () => {
    const { id, statement } = await denied()
    const other = { ...statement, employer: 'Nobody', ...EARLIER }
    await saveDraft(scene.student, { id, version: null, statement: other })
    await reopen(scene.student, id)
    await withdraw(scene.student, id)
    expect(await confirmedAs({ employer: 'A Friend' })).toContain('deniedBefore')
  })

  it('casts no doubt on other work, nor on that of others', async () => {
    await denied()
    expect(await confirmedAs({ employer: 'Harbour', ...EARLIER })).not.toContain('deniedBefore')
    const other = await joined(scene, 'student')
    const { answer: said } = await confirmed(scene, { employer: 'Reef Surveys' }, other)
    expect(said?.unusual).not.toContain('deniedBefore')
  })
})

describe('a placement', () => {
  it('that is confirmed can be neither changed, asked about nor removed by the student', async () => {
    const { id } = await confirmed(scene)
    await expect(reopen(scene.student, id)).rejects.toMatchObject(rules('placement.notNow'))
    await expect(withdraw(scene.student, id)).rejects.toMatchObject(rules('placement.notNow'))
    await expect(askAgain(scene.student, id)).rejects.toMatchObject({ status: 409 })
  })
})
