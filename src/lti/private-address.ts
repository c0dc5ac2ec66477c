// Which network addresses are not the public internet's; an LMS may live there only when it is listed.

import { BlockList, isIP } from 'node:net'

const SUBNETS4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]

// Translated and tunnelled ranges carry IPv4 addresses inside, so they are refused whole.
const SUBNETS6 = [
  '::/96',
  '64:ff9b::/32',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const list = new BlockList()
for (const [subnets, family] of [[SUBNETS4, 'ipv4'] as const, [SUBNETS6, 'ipv6'] as const]) {
  for (const subnet of subnets) {
    const [net = '', bits] = subnet.split('/')
    list.addSubnet(net, Number(bits), family)
  }
}

/** True for an address outside the public internet; IPv4 inside IPv6 is seen through. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}
