// Deployments of LMS registrations: known ones may send people, new ones wait for approval.

import type { Connection } from 'mongoose'
import type { Deployment, DeploymentState } from '../domain/platform.ts'
import { NotFound } from '../errors.ts'
import { asConflict, instant, modelOf, schemaOf, shelf, text } from './shelf.ts'

const schema = schemaOf<Deployment>({
  institutionId: text,
  platformId: text,
  deploymentId: text,
  state: text,
  firstSeenAt: instant,
})

export interface DeploymentStore {
  find(platformId: string, deploymentId: string): Promise<Deployment | null>
  list(): Promise<Deployment[]>
  /** Adds a deployment; one that is known stays as it is. */
  add(deployment: Deployment): Promise<void>
  /** @throws {NotFound} no such deployment */
  setState(platformId: string, deploymentId: string, state: DeploymentState): Promise<Deployment>
  /** Removes those of a registration that is no more. */
  removeOf(platformId: string): Promise<void>
}

/** Opens one institution's deployments. */
export function deploymentStore(
  connection: Connection,
  institutionId: string,
  wrote?: () => void,
): DeploymentStore {
  const model = modelOf(connection, 'deployments', schema)
  const own = shelf<Deployment>(model, institutionId, wrote)
  return {
    find: (platformId, deploymentId) => own.find({ platformId, deploymentId }),
    list: () => own.list({}),
    add: async ({ id, platformId, deploymentId, institutionId: _, ...facts }) => {
      const where = { institutionId, platformId, deploymentId }
      try {
        await model.updateOne(where, { $setOnInsert: { _id: id, ...facts } }, { upsert: true })
      } catch (error) {
        throw asConflict(error)
      }
    },
    setState: async (platformId, deploymentId, state) => {
      const changed = await own.change({ platformId, deploymentId }, { $set: { state } })
      if (!changed) throw new NotFound()
      return changed
    },
    removeOf: async (platformId) => {
      await own.remove({ platformId })
    },
  }
}
