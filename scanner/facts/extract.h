#ifndef FACTS_EXTRACT_H
#define FACTS_EXTRACT_H

/* The extractors that look at the tree and at files in it. Each sets its metrics and adds its
 * observations; facts_collect calls them in the order in which they stand here, after the tree, the
 * documents and the history are there. */
struct facts;
struct facts_options;
struct link_record;

void links_collect(struct facts *facts);
void external_links_collect(struct facts *facts, const struct link_record *record);
void readme_form_collect(struct facts *facts); /* after the links */
void named_paths_collect(struct facts *facts); /* after manifests_collect() */
void license_collect(struct facts *facts);
void ci_collect(struct facts *facts);
void presence_collect(struct facts *facts);
void layout_collect(struct facts *facts);
void hygiene_collect(struct facts *facts);
void tests_collect(struct facts *facts);
void guide_collect(struct facts *facts);   /* after license and presence */
void install_collect(struct facts *facts); /* after manifests_collect() */
void runs_collect(struct facts *facts);    /* after install_collect() and named_paths_collect() */
void submodules_collect(struct facts *facts);
void readme_content_collect(struct facts *facts); /* after install_collect() */
void data_source_collect(struct facts *facts);    /* after readme_content_collect() and the code */
void documented_collect(struct facts *facts);     /* after manifests_collect() */
/* From a clone to a first result; after all that observes commands, links and names. */
void route_collect(struct facts *facts);
void claims_collect(struct facts *facts);      /* after the manifests and license */
void entry_files_collect(struct facts *facts); /* after the commands and layout_collect() */
void notices_collect(struct facts *facts);
void promises_collect(struct facts *facts);
void answer_promises_collect(struct facts *facts);
/* What the repository is and how far it aims, unless the options say so; last, since it asks the
 * metrics of all others. */
void kind_collect(struct facts *facts, const struct facts_options *options);
#endif
