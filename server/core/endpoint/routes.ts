/** Routes as the configuration writes them, `/orders/:id` or `GET /orders/:id`, and the search for the one a path belongs to. */

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  /** Method -> name of the route that ends here; `*` is the route for any method. */
  readonly names: Map<string, string>;
}

const newNode = (): Node => ({ literals: new Map(), parameter: undefined, names: new Map() });

/** `:id` and `{id}` are parameters, and both print as `{id}`. */
function parameterOf(segment: string): string | undefined {
  if (segment.length > 1 && segment.startsWith(':')) return segment.slice(1);
  if (segment.length > 2 && segment.startsWith('{') && segment.endsWith('}')) return segment.slice(1, -1);
  return undefined;
}

function child(node: Node, segment: string): Node {
  if (parameterOf(segment) !== undefined) {
    node.parameter ??= newNode();
    return node.parameter;
  }
  const known = node.literals.get(segment);
  if (known !== undefined) return known;
  const created = newNode();
  node.literals.set(segment, created);
  return created;
}

function printed(segment: string): string {
  const parameter = parameterOf(segment);
  return parameter === undefined ? segment : `{${parameter}}`;
}

/** A literal segment beats a parameter, decided from the left; a parameter never stands for an empty segment. */
function find(node: Node, segments: readonly string[], from: number, method: string): string | undefined {
  const segment = segments[from];
  if (segment === undefined) return node.names.get(method) ?? node.names.get('*');
  const literal = node.literals.get(segment);
  const found = literal && find(literal, segments, from + 1, method);
  if (found !== undefined || segment === '' || node.parameter === undefined) return found;
  return find(node.parameter, segments, from + 1, method);
}

/** @returns a search for the most specific route: (method, path without query) -> `/orders/{id}`, undefined where none matches. */
export function routeFinder(routes: readonly string[]): (method: string, path: string) => string | undefined {
  if (routes.length === 0) return () => undefined;
  const root = newNode();
  for (const route of routes) {
    const space = route.indexOf(' ');
    const method = space === -1 ? '*' : route.slice(0, space);
    const segments = route
      .slice(space + 1)
      .trim()
      .split('/');
    const end = segments.reduce(child, root);
    if (!end.names.has(method)) end.names.set(method, segments.map(printed).join('/'));
  }
  return (method, path) => find(root, path.split('/'), 0, method);
}
