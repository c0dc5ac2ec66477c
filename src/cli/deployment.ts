// stint deployment …

import type { Command } from 'commander'
import type { Deployment } from '../domain/platform.ts'
import { decideDeployment } from '../services/office/institutions.ts'
import { tells, within } from './command.ts'

interface OneOptions {
  institution: string
  platform: string
  deployment: string
}

/** Adds the commands of this noun. */
export function addDeployment(program: Command): void {
  const noun = program.command('deployment').description('where in an LMS Stint was installed')
  tells<{ institution: string }>(
    noun
      .command('list')
      .description('lists the deployments, waiting ones too')
      .requiredOption('--institution <slug>', 'the institution'),
    async (core, { institution }) => {
      const ctx = await within(core, institution)
      const platforms = await ctx.store.platforms.list()
      const clientIds = new Map(platforms.map((p) => [p.id, p.clientId]))
      const deployments = (await ctx.store.deployments.list()).map((d) => shown(d, clientIds))
      const lines = deployments.map((d) => `${d.state}\t${d.platformId}\t${d.deploymentId}`)
      return { json: { deployments }, lines }
    },
  )
  for (const [name, state] of [
    ['approve', 'approved'],
    ['refuse', 'refused'],
    ['pause', 'paused'],
  ] as const) {
    tells<OneOptions>(
      noun
        .command(name)
        .description(`${name}s a deployment`)
        .requiredOption('--institution <slug>', 'the institution')
        .requiredOption('--platform <id>', 'the registration')
        .requiredOption('--deployment <id>', 'the deployment id of the LMS'),
      async (core, options) => {
        const ctx = await within(core, options.institution)
        const { clientId } = await ctx.store.platforms.get(options.platform)
        const decided = await decideDeployment(ctx, options.platform, options.deployment, state)
        const deployment = shown(decided, new Map([[options.platform, clientId]]))
        return { json: { deployment }, lines: [`${options.deployment} is ${state}.`] }
      },
    )
  }
}

function shown(deployment: Deployment, clientIds: Map<string, string>) {
  const { id, platformId, deploymentId, state } = deployment
  return { id, platformId, clientId: clientIds.get(platformId) ?? null, deploymentId, state }
}
