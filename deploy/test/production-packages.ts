// Which of the installed packages the image gets: those that `npm ci --omit=dev` would install, by the lock file.
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
}

/** Paths below the root, e.g. `node_modules/zod`, each with whether it is a workspace. */
export function productionPackages(root: string): readonly (readonly [path: string, workspace?: string])[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(packages)
    .filter(([at, { dev, devOptional }]) => at.startsWith('node_modules/') && !dev && !devOptional)
    .map(([at, { link, resolved }]) => [at, link === true ? resolved : undefined] as const);
}

/** Lays the production packages out as an installation would: hard links where they can be, workspaces as links. */
export function layOutPackages(root: string, target: string): void {
  for (const [at, workspace] of productionPackages(root)) {
    const place = path.join(target, at);
    mkdirSync(path.dirname(place), { recursive: true });
    if (workspace !== undefined)
      symlinkSync(path.relative(path.dirname(place), path.join(target, workspace)), place);
    // An optional package of another system is in the lock file, and not here.
    else if (existsSync(path.join(root, at))) copyPackage(path.join(root, at), place);
  }
}

/** Without what lies in its own node_modules: that has entries of its own. */
function copyPackage(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from)) {
    if (entry === 'node_modules') continue;
    const [source, copy] = [path.join(from, entry), path.join(to, entry)];
    if (lstatSync(source).isDirectory()) copyPackage(source, copy);
    else linkOrCopy(source, copy);
  }
}

function linkOrCopy(source: string, copy: string): void {
  try {
    linkSync(source, copy);
  } catch {
    copyFileSync(source, copy);
  }
}
