/** What is in the account, by name. Everything else is not there. */
export interface AccountModel {
  readonly repositories?: { readonly [name: string]: { readonly [tag: string]: ImageModel } };
  /** Prefixes of pull through cache rules. */
  readonly cached?: readonly string[];
  readonly secrets?: { readonly [nameWithSuffix: string]: SecretModel };
  readonly parameters?: readonly string[];
  readonly logGroups?: readonly string[];
  readonly roles?: { readonly [name: string]: RoleModel };
  readonly targetGroups?: { readonly [arn: string]: { readonly type?: string; readonly loadBalancers?: number; readonly port?: number } };
  readonly clusters?: { readonly [name: string]: { readonly capacityProviders?: readonly string[]; readonly status?: string } };
  /** By name; the value: its Auto Scaling group. */
  readonly capacityProviders?: { readonly [name: string]: { readonly group?: string; readonly status?: string } };
  readonly autoScalingGroups?: { readonly [name: string]: { readonly max: number; readonly status?: string } };
  readonly fileSystems?: {
    readonly [id: string]: { readonly zones: readonly string[]; readonly accessPoints?: readonly string[]; readonly state?: string };
  };
  readonly subnets?: { readonly [id: string]: { readonly zone: string; readonly free?: number } };
  readonly objects?: readonly string[];
  readonly namespaces?: { readonly [name: string]: { readonly id: string } };
  readonly vcpuQuota?: number;
  /** Actions that the credentials of a person lack. */
  readonly denied?: readonly string[];
}

/** `platforms`: `linux/amd64`. */
export interface ImageModel {
  readonly platforms: readonly string[];
  /** A manifest without an index. */
  readonly single?: boolean;
  /** The index has an attestation for each image, as BuildKit writes it. */
  readonly attested?: boolean;
  readonly archived?: boolean;
}

interface SecretModel {
  /** ISO 8601. */
  readonly deleted?: string;
  readonly value?: string;
  readonly stages?: readonly string[];
}

interface RoleModel {
  /** Services that its trust policy names. */
  readonly trusts: readonly string[];
  /** Actions that its policies do not permit. */
  readonly lacks?: readonly string[];
}
