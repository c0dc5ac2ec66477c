// The LMS of a course, as the course may use it now.

import type { Course } from '../../domain/course.ts'
import type { Platform } from '../../domain/platform.ts'
import type { Context } from '../context.ts'

/** The course's registration; paused also where only the course's own deployment is paused or refused. */
export async function lmsOf(
  ctx: Context,
  course: Pick<Course, 'platformId' | 'deploymentId'>,
): Promise<Platform> {
  const { platformId, deploymentId } = course
  const [platform, deployment] = await Promise.all([
    ctx.store.platforms.get(platformId),
    deploymentId ? ctx.store.deployments.find(platformId, deploymentId) : null,
  ])
  const isOpen = !deployment || deployment.state === 'approved'
  return isOpen ? platform : { ...platform, state: 'paused' }
}
