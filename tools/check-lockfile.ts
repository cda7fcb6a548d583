/** What is read of `package.json` and `package-lock.json`. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface LockedPackage extends Manifest {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly inBundle?: boolean
  readonly os?: readonly string[]
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/

/**
 * One sentence for each thing an install on another platform would stumble over: a version that is not exact, a package
 * without a checksum, and optional dependencies (native parts) that an install wrote only for its own platform.
 */
export function findLockfileFaults(manifests: Readonly<Record<string, Manifest>>, lockfile: Lockfile): string[] {
  return [
    ...Object.entries(manifests).flatMap(([path, manifest]) => inexactIn(path, manifest)),
    ...Object.entries(lockfile.packages).flatMap(([path, locked]) => [
      ...unsealed(path, locked),
      ...missingParts(path, locked, lockfile),
    ]),
  ]
}

function inexactIn(path: string, manifest: Manifest): string[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  return Object.entries(all).flatMap(([name, version]) =>
    exact.test(version) ? [] : [`${path} asks for ${name} ${version}, which is not one exact version`],
  )
}

function unsealed(path: string, locked: LockedPackage): string[] {
  // What a package brings inside its own archive is covered by that archive's checksum.
  const isInstalled = path.includes('node_modules/') && locked.link !== true && locked.inBundle !== true
  return isInstalled && locked.integrity === undefined ? [`${path} is locked without a checksum`] : []
}

function missingParts(path: string, locked: LockedPackage, { packages }: Lockfile): string[] {
  const names = Object.keys(locked.optionalDependencies ?? {})
  return names.flatMap((name) =>
    isLocked(path, name, packages) ? [] : [`${path || 'the root'} lacks its part ${name}`],
  )
}

/** A package is found as Node finds it: in its own `node_modules`, or in that of a folder above. */
function isLocked(path: string, name: string, packages: Lockfile['packages']): boolean {
  for (let folder = path; ; folder = parentOf(folder)) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true
    if (folder === '') return false
  }
}

function parentOf(folder: string): string {
  const inner = folder.lastIndexOf('/node_modules/')
  return inner === -1 ? '' : folder.slice(0, inner)
}
