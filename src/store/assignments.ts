// Assignments of LMS courses, with the versions of their credit rule.

import type { Connection } from 'mongoose'
import type { AssignmentRule } from '../domain/assignment-rule.ts'
import type { Assignment } from '../domain/course.ts'
import { Conflict } from '../errors.ts'
import { instant, modelOf, nested, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Assignment>({
  institutionId: text,
  courseId: text,
  resourceLinkId: text,
  title: text,
  pageUrl: text,
  lineItemUrl: text,
  column: nested,
  notes: nested,
  state: text,
  copyOf: text,
  claimBy: text,
  rules: nested,
  createdAt: instant,
})

type AssignmentFacts = Omit<Assignment, 'id' | 'institutionId' | 'rules'>

export interface AssignmentStore {
  /** @throws {NotFound} not here */
  get(id: string): Promise<Assignment>
  /** By id; one that is not here is left out. */
  getMany(ids: string[]): Promise<Map<string, Assignment>>
  byLink(courseId: string, resourceLinkId: string): Promise<Assignment | null>
  /** Those that go by a rule of the institution, or once did. */
  underRule(ruleId: string): Promise<Assignment[]>
  /** Those with one of these links, in any of these courses. */
  byLinks(courseIds: string[], resourceLinkIds: string[]): Promise<Assignment[]>
  /**
   * Gives an assignment that the LMS had not launched yet its link; null when it has one by now.
   * @throws {Conflict} this link is another assignment's
   */
  bind(id: string, resourceLinkId: string): Promise<Assignment | null>
  /** Oldest first. */
  ofCourse(courseId: string): Promise<Assignment[]>
  /** @throws {Conflict} this link is known already */
  add(assignment: Assignment): Promise<void>
  /** Sets these facts and no other, where those of `was` still hold; null where they do not, or nothing is here. */
  change(
    id: string,
    facts: Partial<AssignmentFacts>,
    was?: Partial<Pick<Assignment, 'state' | 'lineItemUrl'>>,
  ): Promise<Assignment | null>
  /** Adds the next version of the rule. @throws {Conflict} another one took this version */
  addRule(id: string, rule: AssignmentRule): Promise<Assignment>
}

/** Opens one institution's assignments. */
export function assignmentStore(connection: Connection, institutionId: string): AssignmentStore {
  const own = shelf<Assignment>(modelOf(connection, 'assignments', schema), institutionId)
  return {
    get: own.get,
    getMany: own.getMany,
    byLink: (courseId, resourceLinkId) => own.find({ courseId, resourceLinkId }),
    underRule: (ruleId) => own.list({ 'rules.source.ruleId': ruleId }),
    byLinks: (courseIds, links) =>
      own.list({ courseId: { $in: courseIds }, resourceLinkId: { $in: links } }),
    bind: (id, resourceLinkId) =>
      own.change({ _id: id, resourceLinkId: null }, { $set: { resourceLinkId } }),
    ofCourse: (courseId) => own.list({ courseId }),
    add: (assignment) => own.add(assignment),
    change: (id, facts, was = {}) => own.change({ _id: id, ...was }, { $set: facts }),
    addRule: async (id, rule) => {
      const where = { _id: id, rules: { $size: rule.version - 1 } }
      const changed = await own.change(where, { $push: { rules: rule } })
      if (!changed) throw new Conflict()
      return changed
    },
  }
}
