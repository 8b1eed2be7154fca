/** A frame never changes, and 90 rules ask the same questions of it: each is answered once per frame. */
export function oncePer<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let entry = known.get(key);
    if (!entry) known.set(key, entry = { value: compute(key) });
    return entry.value;
  };
}
