import { Known } from './known';

/** A service with its task definition, or a task definition alone, as it is going to be deployed. */
export interface Declared {
  /** Stack, file or cluster. */
  readonly group: string;
  /** Construct path, logical id or name. */
  readonly name: string;
  readonly logicalId?: string;
  /** File of the template. */
  readonly file?: string;
  readonly region: string | undefined;
  /** undefined: that of the credentials. */
  readonly account: string | undefined;
  readonly task?: DeclaredTask;
  /** Why it is not known whether it is made at all. */
  readonly uncertain?: string;
  /** Why there is no task definition to look at. */
  readonly taskUnknown?: string;
  readonly service?: DeclaredService;
  readonly app: App;
}

export interface DeclaredTask {
  /** undefined: not known, or that of the platform. */
  readonly networkMode?: string;
  /** undefined: not known. */
  readonly fargate?: boolean;
  /** Of a task, in vCPUs. */
  readonly vcpus?: number;
  /** `linux/amd64`, as Docker names it; undefined: that of the instance, or not known. */
  readonly platform?: string;
  readonly executionRole?: Known;
  readonly taskRole?: Known;
  readonly containers: readonly DeclaredContainer[];
  readonly fileSystems: readonly { readonly id: Known; readonly accessPoint?: Known }[];
}

export interface DeclaredContainer {
  readonly name: string;
  readonly image?: Known;
  /** Environment variables, options of the log driver and credentials of a registry that come from a secret or a parameter. */
  readonly secrets: readonly { readonly name: string; readonly from: Known }[];
  readonly log?: { readonly driver: string; readonly options: { readonly [option: string]: Known } };
  readonly envFiles: readonly Known[];
  /** undefined: not known. */
  readonly ports?: readonly number[];
}

export interface DeclaredService {
  readonly cluster?: Known;
  /** Absent: not known, or kept as it is. */
  readonly desired?: number;
  readonly fargate?: boolean;
  readonly capacityProviders: readonly Known[];
  readonly targets: readonly Target[];
  readonly subnets: readonly Known[];
  readonly namespace?: Known;
  /** Role that Amazon ECS itself takes: infrastructure role of an Express Mode service, role of a load balancer. */
  readonly ecsRole?: Known;
}

export interface Target {
  readonly group: Known;
  readonly container?: Known;
  readonly port?: number;
}

/** What all templates of the app make, by names that are texts in them: a thing is there whether it is referred to or named. */
export interface App {
  readonly logGroups: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly repositories: ReadonlySet<string>;
  readonly clusters: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
  readonly capacityProviders: ReadonlySet<string>;
  /** Clusters with which the app associates capacity providers. */
  readonly associatedClusters: ReadonlySet<string>;
  /** Target groups, by their ARNs, to which a listener or a rule of the app forwards. */
  readonly forwarded: ReadonlySet<string>;
  /** Names of roles to which the app attaches policies. */
  readonly extendedRoles: ReadonlySet<string>;
  /** A name of one of these is not known: a listener, a policy, a resource with a name of its own. */
  readonly unclear: ReadonlySet<'forwarded' | 'extendedRoles'>;
  readonly imageAssets: ReadonlyMap<string, ImageAsset>;
  /** Keys of the objects that the deployment tool uploads. */
  readonly fileAssets: ReadonlySet<string>;
}

/** An image that the deployment tool builds and pushes, by its tag. */
export interface ImageAsset {
  /** Of the asset: `platform`. */
  readonly platform?: string;
  /** The Dockerfile names a platform in a FROM. */
  readonly fixed?: boolean;
}
