// A copied course: its assignments are recognised, their rule is offered, and nobody of last term is seen.

import { beforeEach, describe, expect, it } from 'vitest'
import { newAssignment } from '../../src/domain/course.ts'
import type { LaunchAssignment } from '../../src/domain/launch.ts'
import { newId } from '../../src/random.ts'
import { arrive } from '../../src/services/arriving/arrivals.ts'
import { aLaunch, aLogin } from '../support/a-launch.ts'
import { aDeployment, anAssignment, anInstitution } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { aScene, confirmed, type Scene, submittedWith } from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
  const of = { institutionId: scene.institution.id, platformId: scene.platform.id }
  await scene.store.deployments.add(aDeployment({ ...of, deploymentId: '1' }))
})

const NEXT = { contextId: 'next-term', label: 'DES 210', title: 'Design Practice' }

function launched(said: Partial<LaunchAssignment>, history: string[] = [], context = NEXT) {
  const assignment = {
    ...{
      resourceLinkId: newId(),
      title: 'Micro-internship',
      lineItemUrl: 'https://lms.example.edu/9',
    },
    ...{ dueAt: null, named: null, history: [], pageUrl: null },
    ...said,
  }
  const course = {
    ...context,
    sisSectionId: null,
    sisCourseId: null,
    term: null,
    history,
    pageUrl: null,
  }
  return arrive(
    scene.ctx,
    aLaunch(scene.platform.id, { course, assignment }),
    scene.platform,
    aLogin(),
  )
}

describe('an assignment of a copied course', () => {
  it.each([
    ['its custom value', () => ({ named: scene.assignment.id }), () => []],
    [
      'the history of its link',
      () => ({ history: ['older', scene.assignment.resourceLinkId ?? ''], title: 'Renamed' }),
      () => [scene.course.contextId],
    ],
    ['the history of its course and its title', () => ({}), () => [scene.course.contextId]],
  ])('is recognised by %s', async (_name, said, history) => {
    const { assignment, course } = await launched(said(), history())
    expect(course.id).not.toBe(scene.course.id)
    expect(assignment).toMatchObject({ copyOf: scene.assignment.id, rules: [] })
    expect(assignment?.id).not.toBe(scene.assignment.id)
  })

  it('shows no claim and no person of last term', async () => {
    await submittedWith(scene, [(await confirmed(scene)).id])
    const { assignment, course } = await launched({ named: scene.assignment.id })
    expect(await scene.store.claims.ofAssignment(assignment?.id ?? '')).toEqual([])
    const people = await scene.store.memberships.ofCourse(course.id)
    expect(people).toHaveLength(1)
  })

  it('keeps its own column, and leaves that of last term alone', async () => {
    const { assignment } = await launched({ named: scene.assignment.id })
    expect(assignment?.lineItemUrl).toBe('https://lms.example.edu/9')
    const before = await scene.store.assignments.get(scene.assignment.id)
    expect(before.lineItemUrl).toBe(scene.assignment.lineItemUrl)
  })

  it('of a copy that was never confirmed points to the one that has the rule', async () => {
    const first = await launched({ named: scene.assignment.id })
    const after = { ...NEXT, contextId: 'the-term-after' }
    const second = await launched({ named: first.assignment?.id ?? '' }, [], after)
    expect(second.assignment?.copyOf).toBe(scene.assignment.id)
  })

  it('is a copy also within its own course', async () => {
    const { course } = scene
    const here = { contextId: course.contextId, label: course.label, title: course.title }
    const { assignment } = await launched({ named: scene.assignment.id }, [], here)
    expect(assignment?.copyOf).toBe(scene.assignment.id)
  })

  it('without a name of its own is called like its course, and is no copy by that', async () => {
    const { assignment } = await launched({ title: null }, [scene.course.contextId])
    expect(assignment).toMatchObject({ title: NEXT.title, copyOf: null })
  })

  it('of another title is no copy, nor is a second one in the course itself', async () => {
    const { contextId, label, title } = scene.course
    const other = await launched({ title: 'Something else' }, [contextId])
    expect(other.assignment?.copyOf).toBeNull()
    const twin = { title: scene.assignment.title, resourceLinkId: 'twin' }
    const second = await launched(twin, [contextId], { contextId, label, title })
    expect(second.assignment).toMatchObject({ courseId: scene.course.id, copyOf: null })
  })

  it('that nothing connects to another is new', async () => {
    expect((await launched({}, ['unknown'])).assignment?.copyOf).toBeNull()
  })

  it('finds nothing in another institution, whatever its custom value says', async () => {
    const foreign = anInstitution({ id: newId(), slug: `f${newId()}` })
    const other = anAssignment({ institutionId: foreign.id })
    await db.store.within(foreign.id).assignments.add(other)
    expect((await launched({ named: other.id })).assignment?.copyOf).toBeNull()
  })
})

describe('an assignment that was made here and is launched for the first time', () => {
  const made = async () => {
    const draft = newAssignment({
      ...{ id: newId(), institutionId: scene.institution.id, courseId: scene.course.id },
      ...{ resourceLinkId: null, title: 'Before', createdAt: scene.clock.now() },
    })
    await scene.store.assignments.add(draft)
    return draft
  }
  const here = () => {
    const { contextId, label, title } = scene.course
    return { contextId, label, title }
  }

  it('is known by its custom value, gets its link and column, and stays one', async () => {
    const draft = await made()
    const said = { named: draft.id, resourceLinkId: 'link-1', title: 'After' }
    const both = await Promise.all([launched(said, [], here()), launched(said, [], here())])
    expect(both.map(({ assignment }) => assignment?.id)).toEqual([draft.id, draft.id])
    expect(await scene.store.assignments.get(draft.id)).toMatchObject({
      ...{ resourceLinkId: 'link-1', title: 'After', lineItemUrl: 'https://lms.example.edu/9' },
    })
  })

  it('keeps its name where the LMS gives its links none', async () => {
    const draft = await made()
    const said = { named: draft.id, title: null }
    expect((await launched(said, [], here())).assignment).toMatchObject({ title: 'Before' })
  })

  it('from another course is only a copy', async () => {
    const draft = await made()
    const { assignment } = await launched({ named: draft.id })
    expect(assignment).toMatchObject({ copyOf: draft.id })
    expect((await scene.store.assignments.get(draft.id)).resourceLinkId).toBeNull()
  })
})
