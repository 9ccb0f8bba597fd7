# Completion for bash. The program offers the words; each is quoted, so that none is expanded or run.
_partnership() {
    local separator=$'\013' typed=${2//\\/} space=true word words=("${COMP_WORDS[@]}")
    if compopt +o nospace 2>/dev/null; then
        space=false
    fi
    words[COMP_CWORD]=${typed#[\'\"]}
    COMPREPLY=()
    while IFS= read -r -d "$separator" word || [[ -n $word ]]; do
        if [[ $space == true && $word == *" " ]]; then
            COMPREPLY+=("$(printf %q "${word% }") ")
        else
            COMPREPLY+=("$(printf %q "$word")")
        fi
    done < <(
        _CLAP_IFS=$separator _CLAP_COMPLETE_INDEX=$COMP_CWORD _CLAP_COMPLETE_COMP_TYPE=${COMP_TYPE-} \
            _CLAP_COMPLETE_SPACE=$space PARTNERSHIP_COMPLETE=bash partnership -- "${words[@]}"
    )
    if [[ $space == false && ${COMPREPLY-} == *[=/:] ]]; then
        compopt -o nospace
    fi
}
if ! complete -o nospace -o bashdefault -o nosort -F _partnership partnership 2>/dev/null; then
    complete -o nospace -o bashdefault -F _partnership partnership
fi
