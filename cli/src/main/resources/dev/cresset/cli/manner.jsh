/set mode cresset concise -quiet
/set prompt cresset "cresset> " "    ...> "
/set truncation cresset 100000 expression,varvalue
/set format cresset display "{value}{post}" added,modified,replaced-expression,varvalue-ok-primary
/set mode cresset -retain
/set feedback -retain cresset
/exit
