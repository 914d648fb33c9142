// How statements find a person's profiles: by indexes alone, and in the statement that needs them. Found by one statement
// and used by the next, a survivor could have been merged into another in between, and would seem to have nothing.

/**
 * The ids of all profiles that are one person now, as a table of one column `id` for a lateral join; `asked` is the alias
 * of any one profile of them. The index on `root_id` holds only who was merged: most profiles never are.
 */
export const familyOf = (asked: string): string =>
  `(select ${asked}.root_id as id
    union all
    select merged.id from profile merged where merged.root_id = ${asked}.root_id and merged.merged_into is not null)`;

/** True of a profile (`profile`) of the person whose root it is, an expression of a uuid. */
export const isOfRoot = (root: string): string =>
  `(profile.id = ${root} or (profile.root_id = ${root} and profile.merged_into is not null))`;
